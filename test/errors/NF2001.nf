network Net {
  input image: u8[3, 16, 16], scale 1/255
  weights random(1)
  s2 = image |> conv(4 maps, 3x3) |> relu
  a = s3 |> relu
  output b = add(a, c)
  c = image |> relu
  d = image |> conv(4 maps, 3x3, stride)
  e = relu |> tanh
  f = image |> conv(4 maps, 3x3, depthwis)
}
