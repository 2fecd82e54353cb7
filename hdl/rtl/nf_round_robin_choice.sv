// Whether one of several requests is granted: it is there, and none that is there goes before it. Two LUTs deep for nine requests.
module nf_round_robin_choice #(
  parameter int Count = 4
) (
  input  logic             enable_i,
  input  logic             own_i,
  input  logic [Count-1:0] request_i,
  input  logic [Count-1:0] earlier_i,      // those that would go before it
  output logic             grant_o
);
  logic [(Count+2)/3-1:0] beaten;
  nf_meet #(.Width(Count)) u_beaten (.a_i(request_i), .b_i(earlier_i), .parts_o(beaten));
  assign grant_o = enable_i & own_i & (beaten == '0);
endmodule
