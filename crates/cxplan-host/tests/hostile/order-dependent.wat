;; Scores every row with its position: what a plugin must not look at.
(module
  ;; + memory
  ;; + describe
  (data (i32.const 2112) (f64 0))
  (func (export "cxplan:scoring/scorer@1.0.0#score") (param i32 i32 i32 i32) (param $rows i32) (param i32 i32) (result i32)
    (local $at i32) (local $row i32)
    (local.set $at (call $alloc (i32.mul (local.get $rows) (i32.const 40))))
    (i32.store (i32.const 2048) (local.get $at))
    (i32.store (i32.const 2052) (local.get $rows))
    (block $done (loop $next
      (br_if $done (i32.eq (local.get $row) (local.get $rows)))
      (i32.store (local.get $at) (i32.const 1))
      (f64.store offset=8 (local.get $at) (f64.convert_i32_u (local.get $row)))
      (i32.store offset=24 (local.get $at) (i32.const 2112))
      (i32.store offset=28 (local.get $at) (i32.const 1))
      (local.set $at (i32.add (local.get $at) (i32.const 40)))
      (local.set $row (i32.add (local.get $row) (i32.const 1)))
      (br $next)))
    (i32.const 2048)))
