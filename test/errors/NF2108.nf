network Net {
  input image: u8[3, 16, 16], scale 1/255
  weights random(1)
  a = image |> conv(4 maps, 3x3, same, pad 1)
  b = image |> conv(3 maps, 3x3, depthwise, groups 3)
  c = image |> conv(2 maps, 3x3, table T, groups 1)
  d = image |> maxpool(2x2, global)
  e = image |> deconv(4 maps, 4x4, stride 2, same, outpad 1)
  output y = relu(image)
}

table T { 0: 0   1: 1 2 }
