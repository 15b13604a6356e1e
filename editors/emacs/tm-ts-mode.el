;;; tm-ts-mode.el --- Threat models of Threatline, by tree-sitter -*- lexical-binding: t; -*-

;; Version: 0.1.0
;; Package-Requires: ((emacs "29.1"))
;; Keywords: languages, tools

;;; Commentary:

;; As `tm-mode', with colours, the index and the moves from declaration to declaration read off the syntax tree.
;; Needs the grammar `tm'; the README says how to build it.

;;; Code:

(require 'treesit)
(require 'tm-mode)

(declare-function treesit-parser-create "treesit.c")
(declare-function treesit-node-child-by-field-name "treesit.c")

(defvar tm-ts-mode-font-lock-settings
  (treesit-font-lock-rules
   :language 'tm
   :feature 'comment
   '((comment) @font-lock-comment-face
     (doc_comment) @font-lock-doc-face)

   :language 'tm
   :feature 'string
   '((escape_sequence) @font-lock-constant-face
     [(string_content) "\""] @font-lock-string-face
     (text_block) @font-lock-string-face)

   :language 'tm
   :feature 'keyword
   `([,@tm-mode-declarations "as" "on" "when" "unless" "and" "or" "not" "in" "has" "is"] @font-lock-keyword-face)

   :language 'tm
   :feature 'definition
   '((data name: (identifier) @font-lock-type-face)
     (entity name: (identifier) @font-lock-type-face)
     (process name: (identifier) @font-lock-type-face)
     (store name: (identifier) @font-lock-type-face)
     (boundary name: (identifier) @font-lock-type-face)
     (import name: (identifier) @font-lock-type-face)
     (flow name: (identifier) @font-lock-function-name-face)
     (threat name: (identifier) @font-lock-function-name-face)
     (mitigation name: (identifier) @font-lock-function-name-face)
     (rule name: (identifier) @font-lock-function-name-face)
     (view name: (identifier) @font-lock-function-name-face))

   :language 'tm
   :feature 'attribute
   '((attribute key: (key) @font-lock-variable-name-face))

   ;; The answers go first: what has a face keeps it.
   :language 'tm
   :feature 'value
   '(((attribute value: (path) @font-lock-builtin-face)
      (:match "\\`\\(?:none\\|unknown\\)\\'" @font-lock-builtin-face))
     ((comparison right: (path) @font-lock-builtin-face)
      (:match "\\`\\(?:none\\|unknown\\|unset\\)\\'" @font-lock-builtin-face))
     ((alternatives (path) @font-lock-builtin-face)
      (:match "\\`\\(?:none\\|unknown\\|unset\\)\\'" @font-lock-builtin-face))
     (attribute value: [(path) (raw_value)] @font-lock-constant-face)
     (comparison right: (path) @font-lock-constant-face)
     (alternatives (path) @font-lock-constant-face)
     (threat category: (path) @font-lock-constant-face)
     (dismiss category: (path) @font-lock-constant-face)
     (adjust category: (path) @font-lock-constant-face)
     [(date) (integer)] @font-lock-constant-face)

   :language 'tm
   :feature 'function
   '((call function: (path) @font-lock-function-name-face))

   :language 'tm
   :feature 'error
   :override t
   '((wrong_arrow) @font-lock-warning-face
     (unknown keyword: (key) @font-lock-warning-face)))
  "What has which colour.")

(defconst tm-ts-mode--declaration
  (concat "\\`" (regexp-opt tm-mode-declarations) "\\'")
  "The node types of declarations.")

(defun tm-ts-mode--name (node)
  "The name of the declaration NODE, or else its ends or its text."
  (let ((part (or (treesit-node-child-by-field-name node "name")
                  (treesit-node-child-by-field-name node "ends")
                  (treesit-node-child-by-field-name node "label"))))
    (and part (treesit-node-text part t))))

;;;###autoload
(define-derived-mode tm-ts-mode prog-mode "TM"
  "Major mode for threat models, with tree-sitter."
  :syntax-table tm-mode-syntax-table
  (unless (treesit-ready-p 'tm)
    (error "The tree-sitter grammar `tm' is not installed"))
  (treesit-parser-create 'tm)
  ;; Indentation is that of `tm-mode': it goes by braces alone, so that it holds while the tree is broken.
  (tm-mode-set-up)
  (setq-local treesit-font-lock-settings tm-ts-mode-font-lock-settings)
  (setq-local treesit-font-lock-feature-list
              '((comment definition) (keyword string) (attribute value function) (error)))
  (setq-local treesit-simple-imenu-settings
              `(("Data" "\\`data\\'" nil nil)
                ("Elements" "\\`\\(?:entity\\|process\\|store\\)\\'" nil nil)
                ("Boundaries" "\\`boundary\\'" nil nil)
                ("Flows" "\\`flow\\'" nil nil)
                ("Threats" "\\`threat\\'" nil nil)
                ("Mitigations" "\\`mitigation\\'" nil nil)
                ("Rules" "\\`rule\\'" nil nil)
                ("Views" "\\`view\\'" nil nil)))
  (setq-local treesit-defun-type-regexp tm-ts-mode--declaration)
  (setq-local treesit-defun-name-function #'tm-ts-mode--name)
  (treesit-major-mode-setup))

;;;###autoload
(when (treesit-ready-p 'tm t)
  (add-to-list 'auto-mode-alist '("\\.tm\\'" . tm-ts-mode)))

(provide 'tm-ts-mode)
;;; tm-ts-mode.el ends here
