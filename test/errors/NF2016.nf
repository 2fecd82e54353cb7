network Net {
  input image: u8[3, 16, 16]
  input depth: u8[1, 16, 16]
  weights random(1)
  image |> output y: relu
}
