network Net {
  input image: u8[3, 16, 16]
  input signed: s4[3, 16, 16], scale -1, zero 8
  input empty: u8[0, 16, 16]
  weights random(-1)
  a = image |> conv(0 maps, 3x3)
  b = image |> conv(4 maps, 0x3)
  c = image |> maxpool(2x2, stride -1)
  d = image |> relu(range 0)
  e = image |> threshold(base 2)
  f = image |> repeat -1 { |> relu }
  g = 1e400
  h = 1e300 * 1e300
  i = image |> maxpool(2x2, pad 2)
  j = image |> deconv(4 maps, 3x3, pad 30)
  k = image |> deconv(4 maps, 3x3, stride 2, outpad 2)
  output y = relu(image)
}
