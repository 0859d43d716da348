;; The allocator gives out odd addresses.
(module
  (memory (export "memory") 1)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 8193))
  ;; + describe
  ;; + score
  )
