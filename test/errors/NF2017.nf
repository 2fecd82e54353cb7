network Net {
  input image: u8[3, 16, 16], scale 1/255
  weights random(1)
  a = image |> relu
  b = image |> a
  output y = b |> max(3)
}
