network Net {
  input image: u8[3, 16, 16], scale 1/255
  weights random(1)
  shared enc = conv(4 maps, 3x3)
  a = image |> enc |> enc
  b = image |> dense(10, key "head")
  c = image |> maxpool(2x2) |> dense(10, key "head")
  output y = relu(image)
}
