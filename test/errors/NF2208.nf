network Net {
  input image: u10[3, 16, 16]
  weights random(1)
  precision weights 1b, activations 4b
  a = image |> dense(10, weights 5 trits)
  b = image |> dense(10, weights 8b)
  output y = relu(image)
}
