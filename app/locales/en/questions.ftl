# Written questions to the board before an assembly.
questions-title = Written questions
questions-lead = Before the assembly, any member with a voice may ask the board in writing. The answer is published here for all members, with the name of whoever asked.
questions-until = Written questions are asked until { $day }, that day included.
questions-until-session = Written questions are asked until the session opens.
questions-kept = Nothing was saved, and nothing you wrote is lost: it is all below.
questions-now = What you can do
questions-closed-late = The time for it is over. Ask in the session: the board may still answer in words.
questions-closed-many = You have asked as many questions as a member may before one assembly. Ask the others in the session.
questions-closed-voice = Asking the board in writing needs a voice in the assembly, which you do not have. You can read what follows.
questions-closed-cancelled = This assembly was called off: there is nothing to ask any more.
questions-closed-over = This assembly is over. You can read what was asked and answered.
questions-left = { $count ->
    [one] You may ask one question.
   *[other] You may ask { $count } questions.
}
questions-field = Your question
questions-text-hint = Once it is sent, the text does not change any more. Markdown: **bold**, *italics*, - list, [link](https://…).
written-language = Language you write in
written-language-fr = French
written-language-en = English
questions-ask = Ask the question
questions-preview = Preview
questions-preview-note = Nothing is saved yet.
questions-preview-go = Preview
questions-cancel = Cancel
questions-number = Question no. { $number }
questions-waiting = Waiting for an answer
questions-waiting-none = No question waits for an answer.
questions-wait = { $count ->
    [one] One question waits for the board’s answer.
   *[other] { $count } questions wait for the board’s answer.
}
questions-answered = Answers of the board
questions-answered-none = The board has not answered a written question yet.
questions-answer = Answer
questions-answer-title = Answer in writing
questions-answer-number = Answer no. { $number }
questions-numbers = Numbers of the questions
questions-numbers-hint = One answer may serve several questions of the same content: write their numbers, for example 2, 5.
questions-answer-field = Answer of the board
questions-publish = Publish the answer
questions-correct-go = Correct
questions-correct-title = Correct a published answer
questions-correct-text = The new version comes first; the earlier one stays beside it, with its date.
questions-correct = Publish the correction
questions-reply = Answer
questions-common = Common answer
questions-said = { $name }, for the board
questions-corrected = Corrected by { $name }, for the board
questions-earlier = { $count ->
    [one] Earlier version
   *[other] { $count } earlier versions
}
questions-see = All written questions
mail-question-answered-subject = The board has answered your question no. { $number }
mail-question-answered-text = The board has answered your written question no. { $number }. The answer is published for all members.
mail-question-button = Read the answer
mail-kind-question-answered = Answer to a written question
audit-ask-question = Written question asked
audit-answer-questions = Written questions answered
audit-correct-answer = Answer to written questions corrected
refusal-question-too-late = The question was not asked: the last day for written questions to this assembly is over. Ask it in the session.
refusal-too-many-questions = The question was not asked: you have asked as many questions as a member may before one assembly. Ask it in the session.
refusal-question-unknown = Nothing was published: these numbers are not those of questions before this assembly. Write them as the page has them, for example 2, 5.
refusal-question-answered = Nothing was published: one of these questions has its answer already. Correct that answer, or leave the number out.
