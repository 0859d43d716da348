;; An instruction whose result may differ between processors.
(module
  ;; + memory
  ;; + describe
  ;; + score
  (func (param v128 v128 v128) (result v128)
    (f64x2.relaxed_madd (local.get 0) (local.get 1) (local.get 2))))
