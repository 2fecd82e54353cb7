network Net {
  input image: u8[3, 16, 16]
  input huge: u8[1024, 512, 256]
  input more: u8[1024, 512, 257]
  weights random(1)
  a = image |> upsample(1000)
  b = image |> dense(1000000)
  c = image |> conv(100000 maps, 3x3, pad 1000)
  d = concat(huge, huge)
  output y = relu(image)
}
