network Net {
  input image: u8[3, 16.5, 16], zero 0.5
  input good: u8[3, 16, 16]
  weights random(1)
  a = good |> conv(5 / 2, 3x3)
  b = good |> maxpool(2x2, stride 1.5)
  c = image |> repeat 0.5 { |> relu }
  output y = relu(image)
}
