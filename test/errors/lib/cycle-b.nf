import "cycle-a.nf"

block B(x) {
  return x |> relu
}
