using SecretsKit.Core.Text;

namespace SecretsKit.Core.Documents.Yaml.Loading;

/// <summary>The lines of a comment of the reader, each without its <c>#</c>; empty lines between paragraphs are left out.</summary>
internal static class CommentLines
{
    public static Enumerator Of(ByteString comment) => new(comment.Memory);

    internal struct Enumerator(ReadOnlyMemory<byte> rest)
    {
        private ReadOnlyMemory<byte> _rest = rest;

        public ByteString Current { get; private set; }

        public readonly Enumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            while (!_rest.IsEmpty)
            {
                var end = _rest.Span.IndexOf((byte)'\n');
                var line = end < 0 ? _rest : _rest[..end];
                _rest = end < 0 ? default : _rest[(end + 1)..];
                if (!line.IsEmpty)
                {
                    Current = new ByteString(line[1..]);
                    return true;
                }
            }

            return false;
        }
    }
}
