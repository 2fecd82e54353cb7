network Net {
  input image: u8[3, 16, 16], scale 1/255
  weights random(1)
  a = image |> conv(4 maps, 3x3) |> relu
  b = image |> conv(8 maps, 3x3) |> relu
  c = image |> conv(4 maps, 5x5) |> relu
  d = add(a, b)
  e = add(a, a, c)
  f = concat(a, c)
  output y = relu(image)
}
