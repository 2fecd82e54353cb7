network Net {
  input image: float[3, 16, 16]
  weights random(1)
  image |> output y: relu
}
