network Net {
  input image: u8[3, 16, 16]
  image |> output y: relu
}

block Unused(x, maps) {
  return x |> relu(range map)
}
