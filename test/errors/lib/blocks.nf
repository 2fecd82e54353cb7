block Twice(x) {
  return x |> relu |> relu
}
