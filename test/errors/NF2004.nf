network Net {
  input image: u8[3, 16, 16], scale 1/255
  weights random(1)
  relu = image |> tanh
  output y = relu(image)
}

block conv(x) { return x }

table max { 0: 0 }
