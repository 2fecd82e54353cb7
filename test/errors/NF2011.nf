network Net {
  input image: u8[3, 16, 16], scale 1/255
  image |> conv(4 maps, 3x3) |> relu |> output y: dense(2)
}
