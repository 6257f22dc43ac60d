namespace SecretsKit.Core.Text.Regexp;

internal sealed partial class RegexpParser
{
    /// <summary>Reads <c>(?</c> and what belongs to it: a named group, flags for the rest of this group, or a group with flags.</summary>
    private void OpenFlagged()
    {
        var start = _in.Position;
        var named = (_in.Left > 4 && _in.Peek(2) == 'P' && _in.Peek(3) == '<') ? 4
            : (_in.Left > 3 && _in.Peek(2) == '<') ? 3 : 0;
        if (named > 0)
        {
            OpenNamed(start, named);
            return;
        }

        _in.Skip(2);
        var options = _options;
        bool negative = false, any = false;
        while (!_in.AtEnd)
        {
            var letter = _in.Next();
            var flag = letter switch
            {
                'i' => Options.Fold,
                'm' => Options.MultiLine,
                's' => Options.DotNewline,
                'U' => Options.Lazy,
                _ => Options.None,
            };
            if (flag != Options.None)
            {
                options = negative ? options & ~flag : options | flag;
                any = true;
                continue;
            }

            if (letter == '-' && !negative)
            {
                negative = true;
                any = false;
                continue;
            }

            // A minus must be followed by a flag.
            if (letter is not (':' or ')') || (negative && !any))
            {
                break;
            }

            if (letter == ':')
            {
                Push(group: 0);
            }

            _options = options;
            return;
        }

        throw Error("invalid or unsupported Perl syntax", start);
    }

    private void OpenNamed(int start, int prefix)
    {
        var end = _in.Find('>');
        if (end < 0)
        {
            RequireUtf8(start, _in.Length);
            throw Error("invalid named capture", start, _in.Length);
        }

        RequireUtf8(start + prefix, end);
        var name = _in.Text(start + prefix, end);
        if (name.Length == 0 || !name.All(c => c == '_' || char.IsAsciiLetterOrDigit(c)))
        {
            throw Error("invalid named capture", start, end + 1);
        }

        _in.Position = end + 1;
        Push(_names.Count);
        _names.Add(name);
    }

    private void RequireUtf8(int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (_in.At(i) < 0)
            {
                throw Error("invalid UTF-8", start, end);
            }
        }
    }
}
