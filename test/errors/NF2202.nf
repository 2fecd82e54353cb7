network Net {
  input image: u8[3, 16, 16], scale 1/255
  weights random(1)
  a = image |> conv(4 maps, 17x3)
  b = image |> conv(4 maps, 3x21, pad 2)
  c = image |> maxpool(8x8) |> s: maxpool(3x3)
  output y = relu(image)
}
