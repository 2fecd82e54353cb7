network Net {
  input image: u8[3, 16, 16]
  image |> output y: relu(range 2
