network Net {
  input image: u8[3, 16, 16], scale 1/255
  weights random(1)
  image |> c1: conv(4 maps, 3x3) |> relu |> f1: dense(8, on host) |> tanh |> output y: dense(4, on host)
  a = image |> conv(4 maps, 3x3) |> relu
  b = a |> relu(on host)
  output sum: add(a, b)
}
