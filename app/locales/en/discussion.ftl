# The discussion of a proposal.
discussion-title = Discussion
discussion-comments = Comments
discussion-none = Nobody has commented on this proposal yet.
discussion-count = { $count ->
    [0] No comments.
    [one] One comment.
   *[other] { $count } comments, oldest first.
}
discussion-all = Read all { $count } comments from the beginning
discussion-pages = Other comments
discussion-earlier = Earlier comments
discussion-later = Later comments
discussion-closed = This proposal is commented on no more: it is decided or withdrawn. What was said stays to be read.
comment-title = Comment no. { $number }
comment-by = No. { $number }, { $name }
comment-answers = Answers no. { $number } by { $name }
comment-corrected = Corrected: { $when }
comment-field = Your comment
comment-answer-field = Your answer to comment no. { $number }
comment-hint = Every member reads it, with your name. Markdown: **bold**, *italic*, - list, [link](https://…). You may correct it; your earlier words stay to be read.
comment-go = Publish the comment
comment-answer = Answer
comment-correct = Correct
comment-correct-field = Your comment, corrected
comment-correct-hint = Your earlier words stay to be read, each with its time.
comment-correct-go = Save the correction
comment-earlier = Earlier words
comment-version = Version { $number }
comment-words = What is said
comment-in-discussion = Read in its place in the discussion
comment-nothing = Nothing: this proposal is commented on no more, or this comment is hidden.
comment-hide = Hide
comment-show = Show again
comment-hide-text = Hide this comment: in its place everybody reads that it is hidden, when, by whom and why. The board, the secretary and its author still read it. Its author gets your reason by e-mail.
comment-show-text = Show this comment again: everybody reads it, and also that it was hidden. Its author gets your reason by e-mail.
comment-reason = Reason
comment-reason-hint = Everybody reads it. Say what is wrong, without repeating what you hide.
comment-hidden-on = Hidden by { $office }: { $when }
comment-shown-on = Shown again by { $office }: { $when }
comment-office-chair = the chair
comment-office-secretary = the secretary
comment-office-board = the board
comment-reason-erased = The reason was erased with the name of the author.
comment-hidden-words = The hidden words
comment-erased = These words are erased.
comment-moderations = Moderation
mail-comment-hidden-subject = Your comment is hidden: { $title }
mail-comment-hidden-text = A comment of yours on the proposal “{ $title }” is hidden. You still read it; in its place other members read the following reason:
mail-comment-shown-subject = Your comment is visible again: { $title }
mail-comment-shown-text = A comment of yours on the proposal “{ $title }” is visible again, for the following reason:
mail-kind-comment-moderated = Moderation of a comment
audit-write-comment = Comment published
audit-correct-comment = Comment corrected
audit-hide-comment = Comment hidden
audit-show-comment = Comment shown again

# Files of a proposal.
files-title = Files
files-none = No files.
files-support = A support is given to the words of the proposal, not to these files: look since when each is there. They change no more once the proposal is submitted.
files-since = Attached by { $name }: { $when }
files-removed = Taken away: { $when }
files-remove = Take away
files-file = File
files-hint = PDF, PNG, JPEG or WebP image, ODS, XLSX or CSV spreadsheet, { $most } MB at most; { $count } files in all. Until it is submitted you may add and take away.
files-add = Attach
audit-attach-to-proposal = File attached to a proposal
audit-remove-attachment = File of a proposal taken away
