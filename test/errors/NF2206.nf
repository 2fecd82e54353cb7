network Net {
  input image: u8[3, 16, 16], scale 1/255
  weights random(1)
  a = image |> conv(4 maps, 3x3, groups 2)
  b = image |> conv(4 maps, 3x3, groups 3)
  c = image |> conv(4 maps, 3x3, depthwise)
  output y = relu(image)
}
