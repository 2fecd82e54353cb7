image |> relu

network Net {
  input image: u8[1, 8, 8]
  image |> output y: relu
}
