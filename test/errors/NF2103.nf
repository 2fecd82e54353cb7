network Net {
  input image: u8[3, 16, 16], scale 1/255
  weights random(1)
  a = conv(4 maps, 3x3)
  b = image |> add
  c = relu(image, image)
  d = image |> B(1, 2, 3)
  output y = relu(image)
}

block B(x, maps = 1) {
  return x |> conv(maps, 3x3)
}
