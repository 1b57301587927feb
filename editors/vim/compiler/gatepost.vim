" Compiler:    gatepost, a quality gate for content
" Use:         :compiler gatepost, then :make and :copen. For Vim and Neovim.

if exists("current_compiler")
  finish
endif
let current_compiler = "gatepost"

let s:cpo_save = &cpo
set cpo&vim

CompilerSet makeprg=gatepost\ check\ --output-format\ concise\ --color\ never\ $*
" Columns count characters, for which Vim has no item: %c counts bytes, %v columns of the screen.
" %v is right up to the first tab or wide character (of Chinese, say, or an emoji) of a line;
" behind those the cursor stands too far left, by a column for each wide character and by what a
" tab is wider than one column. The line is always right. One pattern for all severities: a message may look like another finding. What is no finding is the end of
" the report.
CompilerSet errorformat=
      \%f:%l:%v:\ %t%*[a-z]:\ %m,
      \%-G%.%#

let &cpo = s:cpo_save
unlet s:cpo_save
