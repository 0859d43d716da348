;; The allocator gives out memory that does not exist.
(module
  (memory (export "memory") 1)
  (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const -8))
  ;; + describe
  ;; + score
  )
