network Net {
  input image: u8[3, 16, 16], scale 1/255
  weights random(1)
  a = image |> conv(4 maps, 3x3) |> relu
  a |> output x: threshold(base -1, on host)
  host = 3
}
