#!/usr/bin/env bash
# Training by SentencePiece and by Lemma's trainers on one corpus, side by side; one JSON line a measurement.
#
#   train_compare.sh CORPUS.jsonl [SIZE=8000] [THREADS=2]
#
# CORPUS holds a JSON string a line, a document each; every tenth document is held out. Needs a built module `tokenizer`
# (./lemma build), JDK 25 in JAVA_HOME, python3, and from Debian sentencepiece, python3-sentencepiece and time. Installs nothing.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
[ $# -ge 1 ] || { sed -n '2,7s/^# \{0,1\}//p' "$0" >&2; exit 2; }
corpus=$(realpath "$1"); size=${2:-8000}; threads=${3:-2}
classes=$root/tokenizer/target/classes
missing=
for tool in python3 spm_train /usr/bin/time; do
  command -v "$tool" > /dev/null || missing="$missing $tool"
done
[ -x "${JAVA_HOME:-}/bin/java" ] || missing="$missing JAVA_HOME(JDK-25)"
[ -f "$classes/module-info.class" ] || missing="$missing $classes"
if command -v python3 > /dev/null; then
  python3 -c 'import sentencepiece' 2> /dev/null || /usr/bin/python3 -c 'import sentencepiece' 2> /dev/null || missing="$missing python3-sentencepiece"
fi
[ -z "$missing" ] || { echo "train_compare.sh: missing:$missing" >&2; exit 1; }
python=python3; python3 -c 'import sentencepiece' 2> /dev/null || python=/usr/bin/python3

dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
"$python" "$here/train_compare.py" split "$corpus" "$dir/train.jsonl" "$dir/held.jsonl" "$dir/train.txt"
/usr/bin/time -o "$dir/time" -f '{"trainer":"spm_train unigram","size":'"$size"',"threads":'"$threads"',"wall_s":%e,"process_cpu_s":%U,"system_s":%S,"peak_kb":%M}' \
  spm_train --input="$dir/train.txt" --model_prefix="$dir/sp" --vocab_size="$size" --model_type=unigram --byte_fallback=true \
  --character_coverage=0.9995 --num_threads="$threads" --max_sentence_length=1048576 --minloglevel=2
cat "$dir/time"
lemma() {
  "$JAVA_HOME/bin/java" ${LEMMA_JAVA_OPTS:-} -cp "$classes:$dir/bench" TrainCompare "$1" "$dir/train.jsonl" "$dir/held.jsonl" "$size" "$threads" "$dir/$1.pieces"
}
"$JAVA_HOME/bin/javac" -proc:none -cp "$classes" -d "$dir/bench" "$here/TrainCompare.java"
lemma unigram
"$python" "$here/train_compare.py" graft "$dir/sp.model" "$dir/unigram.pieces" "$dir/lemma.model"
for text in train held; do
  "$python" "$here/train_compare.py" measure sentencepiece "$dir/sp.model" "$dir/$text.jsonl"
  "$python" "$here/train_compare.py" measure lemma-unigram "$dir/lemma.model" "$dir/$text.jsonl"
done
lemma bytepiece
lemma lines
