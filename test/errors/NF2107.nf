network Net {
  input image: u8[3, 16, 16], scale 1/255, scale 1/8
  weights random(1)
  precision weights 6b, weights ternary
  a = image |> conv(4 maps, 3x3, stride 1, stride 2)
  b = image |> conv(4 maps, 3x3, same, same)
  c = image |> B(maps = 1, maps = 2)
  output y = relu(image)
}

block B(x, maps) {
  return x |> conv(maps, 3x3)
}
