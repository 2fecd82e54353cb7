network Net {
  input image: u8[3, 16, 16], offset 3
  weights random(1)
  precision weights 6b, biases 8b
  image |> conv(4 maps, 3x3, strid 2) |> relu(slope 1) |> B(width 3) |> output y: flatten(axis 1)
}

block B(x, size = 1) {
  return x |> maxpool(size)
}
