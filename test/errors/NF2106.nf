network Net {
  input image: u8[3, 16, 16], scale same
  input other: u8[3, 16]
  weights random(1)
  a = image |> conv("four", 3x3)
  b = image |> conv(image, 4 maps, 3x3)
  c = image |> conv(4 maps, 3x3, ternary)
  d = image |> conv(4 maps, 1x2x3)
  e = image |> maxpool(2x2, stride image)
  f = image |> conv(4 maps, 3x3, table 3)
  g = image |> conv(4 maps, 3x3, pad 1x2x3)
  h = image |> conv(4 maps, 3x3, no padding)
  i = if image then image else image
  j = image + 1
  k = image |> dense(10 horses)
  l = image |> avgpool(2x2, count bias)
  m = image |> dense(10, key 3)
  n = image |> dense(10, weights 6)
  o = image |> repeat same { |> relu }
  p = not 3
  q = maps(3)
  3
  output y = 4
}
