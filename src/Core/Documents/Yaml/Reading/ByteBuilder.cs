namespace SecretsKit.Core.Documents.Yaml.Reading;

/// <summary>
/// Collects bytes of folded or unescaped text. The arrays are not pooled: the result is handed out and outlives the reader.
/// </summary>
internal struct ByteBuilder
{
    private byte[]? _bytes;

    /// <summary>Bytes so far.</summary>
    public int Length { get; private set; }

    /// <summary>Adds one byte.</summary>
    public void Add(byte value)
    {
        Reserve(1);
        _bytes![Length++] = value;
    }

    /// <summary>Adds bytes.</summary>
    public void Add(scoped ReadOnlySpan<byte> values)
    {
        Reserve(values.Length);
        values.CopyTo(_bytes.AsSpan(Length));
        Length += values.Length;
    }

    /// <summary>Adds a Unicode scalar value in UTF-8.</summary>
    public void AddRune(int value)
    {
        Span<byte> buffer = stackalloc byte[4];
        Add(buffer[..new System.Text.Rune(value).EncodeToUtf8(buffer)]);
    }

    /// <summary>Forgets the content and keeps the room.</summary>
    public void Clear() => Length = 0;

    /// <summary>The content so far, valid until the next change.</summary>
    public readonly ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

    /// <summary>Hands the content out and starts anew.</summary>
    public ReadOnlyMemory<byte> Take()
    {
        // A buffer that is mostly content is given away as it is; slack beyond that would stay alive with the node.
        var taken = _bytes is null || Length == 0 ? ReadOnlyMemory<byte>.Empty
            : Length >= _bytes.Length - (_bytes.Length / 4) ? _bytes.AsMemory(0, Length)
            : _bytes.AsSpan(0, Length).ToArray();
        _bytes = null;
        Length = 0;
        return taken;
    }

    private void Reserve(int count)
    {
        if (_bytes is null)
        {
            _bytes = new byte[Math.Max(count, 64)];
        }
        else if (_bytes.Length - Length < count)
        {
            Array.Resize(ref _bytes, Math.Max(Length + count, _bytes.Length * 2));
        }
    }
}
