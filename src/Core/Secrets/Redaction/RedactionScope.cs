using System.Buffers.Binary;
using System.Text;

namespace SecretsKit.Core.Secrets.Redaction;

/// <summary>
/// The decrypted values of one run or one reconcile, so that texts for people can be cleared of them: as they are, in another case, quoted,
/// escaped, in base64 at any offset, in base32 and hexadecimal, numbers as Go prints them, and every part of <see cref="FragmentLength"/>
/// characters of those, since messages cut what they quote.
/// <para>
/// A child sees what its parents know; what it learns itself is forgotten when it is disposed. Values are held as bytes in a wiped buffer
/// until the first text comes, then as hashes of their forms, which are made once for each value. A scope without values costs one
/// comparison for each text. Safe for concurrent use; disposing a scope while others write through it makes their texts fail, not leak.
/// </para>
/// </summary>
public sealed class RedactionScope : IDisposable
{
    /// <summary>The shortest value that is looked for, in bytes: shorter ones would black out ordinary words.</summary>
    public const int MinBytes = 4;

    /// <summary>The shortest part of a longer value that is not shown, in characters.</summary>
    public const int FragmentLength = 10;

    /// <summary>How much of a value is looked for, in bytes, from its start: its forms take hundreds of times the memory.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>What is in a text in place of a value, or of a part of one.</summary>
    public const string Mark = "[REDACTED]";

    private readonly RedactionScope? _parent;
    private readonly Lock _gate = new();

    // Values without forms so far, each behind its length.
    private readonly WipedBuffer<byte> _pending = new();
    private FormHashes? _forms;
    private volatile byte[][] _open = [];
    private volatile bool _disposed;
    private volatile bool _hasValues;

    /// <summary>A scope without a parent, and without values.</summary>
    public RedactionScope()
    {
    }

    private RedactionScope(RedactionScope parent) => _parent = parent;

    /// <summary>Whether neither this scope nor one above it knows a value.</summary>
    public bool IsEmpty => !_hasValues && (_parent is null || _parent.IsEmpty);

    /// <summary>A scope below this one, which the caller disposes.</summary>
    /// <exception cref="ObjectDisposedException">This scope, or one above it, is disposed.</exception>
    public RedactionScope CreateChild()
    {
        for (var scope = this; scope is not null; scope = scope._parent)
        {
            ObjectDisposedException.ThrowIf(scope._disposed, scope);
        }

        return new(this);
    }

    /// <summary>
    /// Says that a text is seen by everybody, such as the name of a release on a command line: a value that is equal to it and comes later,
    /// here or in a child, is passed over. Longer values that hold it are not.
    /// </summary>
    /// <param name="texts">The texts; empty ones mean nothing.</param>
    public void Except(params IEnumerable<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        lock (_gate)
        {
            _open = [.. _open, .. texts.Select(Encoding.UTF8.GetBytes)];
        }
    }

    /// <summary>
    /// Adds a value to what texts must not show. Values that are too short, truth values, null and what <see cref="Except"/> named are
    /// passed over.
    /// </summary>
    /// <param name="value">UTF-8, or any bytes. Copied; the first <see cref="MaxBytes"/> of it count.</param>
    /// <exception cref="ObjectDisposedException">The scope is disposed.</exception>
    public void Add(ReadOnlySpan<byte> value)
    {
        if (value.Length < MinBytes || value.SequenceEqual("true"u8) || value.SequenceEqual("false"u8) || value.SequenceEqual("null"u8))
        {
            return;
        }

        if (IsOpen(value))
        {
            return;
        }

        value = value[..Math.Min(value.Length, MaxBytes)];
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            BinaryPrimitives.WriteInt32LittleEndian(_pending.GetSpan(sizeof(int)), value.Length);
            _pending.Advance(sizeof(int));
            _pending.Append(value);
            _hasValues = true;
        }
    }

    private bool IsOpen(ReadOnlySpan<byte> value)
    {
        for (var scope = this; scope is not null; scope = scope._parent)
        {
            foreach (var text in scope._open)
            {
                if (value.SequenceEqual(text))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The text with <see cref="Mark"/> in place of every value and part of one.</summary>
    /// <returns>The same object if nothing of a value is in it.</returns>
    /// <exception cref="ObjectDisposedException">The scope, or one above it, is disposed.</exception>
    public string Redact(string text) => Redact(text, static _ => Mark);

    /// <summary>The text with something in place of every value and part of one.</summary>
    /// <param name="text">The text.</param>
    /// <param name="placeholder">What stands for the text that was found, which it is given. It should not look like a value.</param>
    /// <returns>The same object if nothing of a value is in it.</returns>
    /// <exception cref="ObjectDisposedException">The scope, or one above it, is disposed.</exception>
    public string Redact(string text, Func<string, string> placeholder)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(placeholder);
        StringBuilder? cleared = null;
        var from = 0;
        foreach (var (start, end) in Find(text))
        {
            (cleared ??= new(text.Length)).Append(text, from, start - from).Append(placeholder(text[start..end]));
            from = end;
        }

        return cleared?.Append(text, from, text.Length - from).ToString() ?? text;
    }

    /// <summary>
    /// Where values, or parts of them, are in a text: from a position to one behind it, in order. Values that overlap or touch are
    /// one place.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The scope, or one above it, is disposed.</exception>
    public IReadOnlyList<(int Start, int End)> Find(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<(int Start, int End)>? found = null;
        for (var scope = this; scope is not null; scope = scope._parent)
        {
            ObjectDisposedException.ThrowIf(scope._disposed, scope);
            if (scope._hasValues)
            {
                scope.AddMatches(text, found ??= []);
            }
        }

        if (found is null)
        {
            return [];
        }

        return Join(found);
    }

    /// <summary>Wipes what is held. Texts can no longer be cleared with it. Calling it again does nothing.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            _pending.Dispose();
            _forms?.Clear();
            _forms = null;
        }
    }

    /// <summary>A fixed text; never the values.</summary>
    public override string ToString() => "RedactionScope(***)";

    /// <summary>For tests: the bytes of values that are held.</summary>
    internal ReadOnlyMemory<byte> TestOnlyPending => _pending.TestOnlyItems;

    // Locks of several scopes are never held at once: a parent is free for others while its child is searched.
    private void AddMatches(string text, List<(int Start, int End)> found)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            MakeForms();
            var first = found.Count;
            for (var at = 0; at < text.Length; at++)
            {
                if (_forms!.LengthAt(text.AsSpan(at)) is var length and > 0)
                {
                    AddOrExtend(found, first, (at, at + length));
                }
            }
        }
    }

    private void MakeForms()
    {
        if (_pending.Length == 0)
        {
            return;
        }

        using var forms = new SecretForms(_forms ??= new());
        for (var rest = _pending.Span; !rest.IsEmpty;)
        {
            var length = BinaryPrimitives.ReadInt32LittleEndian(rest);
            forms.Add(rest.Slice(sizeof(int), length));
            rest = rest[(sizeof(int) + length)..];
        }

        _pending.Clear();
    }

    private static List<(int Start, int End)> Join(List<(int Start, int End)> matches)
    {
        matches.Sort();
        var joined = new List<(int Start, int End)>();
        foreach (var match in matches)
        {
            AddOrExtend(joined, 0, match);
        }

        return joined;
    }

    // Extends the last match from an index on if this one overlaps or touches it.
    private static void AddOrExtend(List<(int Start, int End)> matches, int from, (int Start, int End) match)
    {
        if (matches.Count > from && match.Start <= matches[^1].End)
        {
            matches[^1] = (matches[^1].Start, Math.Max(matches[^1].End, match.End));
        }
        else
        {
            matches.Add(match);
        }
    }
}
