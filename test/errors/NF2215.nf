network Net {
  input image: u8[3, 16, 16], scale 1/255
  weights random(1)
  image |> output x: dense(4, on host)
  a = image |> conv(3 maps, 3x3, same) |> relu
  output y: add(a, image, on host)
}
