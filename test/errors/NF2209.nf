network Net {
  input image: u8[3, 16, 16], scale 1/255
  weights random(1)
  image |> repeat 1e9 { |> relu } |> output y: relu
}
