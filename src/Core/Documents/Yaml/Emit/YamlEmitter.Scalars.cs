using SecretsKit.Core.Documents.Yaml.Scalars;

namespace SecretsKit.Core.Documents.Yaml.Emit;

internal sealed partial class YamlEmitter
{
    private const YamlStyle ScalarStyles = YamlStyle.DoubleQuoted | YamlStyle.SingleQuoted | YamlStyle.Literal | YamlStyle.Folded;

    // The wanted style, or the nearest one that the text and the place allow: plain, single-quoted, double-quoted.
    private YamlStyle SelectStyle(ReadOnlySpan<byte> value, YamlStyle wanted, ScalarTraits traits, bool isSimpleKey)
    {
        var style = wanted & ScalarStyles;
        if (style == YamlStyle.None)
        {
            var allowed = (traits & ScalarTraits.Plain) != 0 && (_flowLevel == 0 || ScalarAnalyzer.MayBePlainInFlow(value));
            if (allowed && (!value.IsEmpty || !isSimpleKey))
            {
                return YamlStyle.None;
            }

            style = YamlStyle.SingleQuoted;
        }

        if ((style & (YamlStyle.Literal | YamlStyle.Folded)) != 0)
        {
            return (traits & ScalarTraits.Block) != 0 && !value.IsEmpty && _flowLevel == 0 && !isSimpleKey ? style : YamlStyle.DoubleQuoted;
        }

        return style == YamlStyle.SingleQuoted && (traits & ScalarTraits.SingleQuoted) == 0 ? YamlStyle.DoubleQuoted : style;
    }

    private void WriteScalar(ReadOnlySpan<byte> value, YamlStyle style, int outerIndent)
    {
        switch (style)
        {
            case YamlStyle.None:
                WritePlain(value);
                break;
            case YamlStyle.SingleQuoted:
                _output.BeginToken();
                QuotedText.WriteSingle(_output, value, _indent, folds: false);
                EndToken();
                break;
            case YamlStyle.Literal or YamlStyle.Folded:
                WriteBlock(value, style, outerIndent);
                break;
            default:
                _output.BeginToken();
                QuotedText.WriteDouble(_output, value, _indent, folds: false);
                EndToken();
                break;
        }
    }

    // A scalar of several lines leaves the last of them like any other token.
    private void EndToken() => (_output.Whitespace, _output.Indention) = (false, false);

    private void WritePlain(ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
        {
            _output.Indention = false;
        }
        else
        {
            _output.Token(value);
        }
    }

    private void WriteBlock(ReadOnlySpan<byte> value, YamlStyle style, int outerIndent)
    {
        var hasText = value.ContainsAnyExcept((byte)'\n');
        var digit = _lossless && hasText ? _indent - Math.Max(outerIndent, 0) : _step;
        var needsDigit = BlockText.StartsLikeIndentation(value) || (_lossless && value is [(byte)'\t', ..]);
        _output.BeginToken();
        BlockText.WriteHeader(_output, value, style == YamlStyle.Literal ? (byte)'|' : (byte)'>', needsDigit ? digit : 0);
        if (!_comments.WriteLine(_indent))
        {
            _output.Break();
        }

        _output.Whitespace = true;
        if (style == YamlStyle.Literal)
        {
            BlockText.WriteLiteral(_output, value, _indent);
        }
        else
        {
            BlockText.WriteFolded(_output, value, _indent);
        }
    }
}
