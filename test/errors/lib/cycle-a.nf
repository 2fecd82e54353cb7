import "cycle-b.nf"

block A(x) {
  return x |> B
}
