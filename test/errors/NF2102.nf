network Net {
  input image: u8[3, 16, 16], scale 1/255
  weights random(1)
  a = image |> conv(4 maps)
  b = image |> conv(3x3)
  c = image |> dense
  d = image |> maxpool
  e = image |> upsample
  f = image |> B
  g = image |> repeat 2 { return image }
  output y = relu(image)
}

block B(x, maps) {
  return x |> conv(maps, 3x3)
}
