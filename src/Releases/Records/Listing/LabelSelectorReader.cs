using System.Globalization;
using SecretsKit.Core.Errors;

namespace SecretsKit.Releases.Records.Listing;

/// <summary>Reads a selector of labels, and words its errors as Kubernetes does.</summary>
internal sealed class LabelSelectorReader
{
    private const string Operators = "in, notin, =, ==, !=, gt, lt";
    private static readonly string[] Symbols = [")", ",", "!", "==", "=", "(", "!=", ">", "<"];

    private readonly List<(string Text, bool IsSymbol)> _tokens = [];
    private int _at;

    public LabelSelectorReader(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            if (IsBlank(text[at]))
            {
                at++;
                continue;
            }

            var end = at + 1;
            var isSymbol = IsSymbol(text[at]);
            while (end < text.Length && (isSymbol ? Symbols.Contains(text[at..(end + 1)]) : !IsSymbol(text[end]) && !IsBlank(text[end])))
            {
                end++;
            }

            _tokens.Add((text[at..end], isSymbol));
            at = end;
        }
    }

    private bool IsAtEnd => _at >= _tokens.Count;

    private string Text => IsAtEnd ? "" : _tokens[_at].Text;

    private bool IsWord => !IsAtEnd && !_tokens[_at].IsSymbol;

    public IReadOnlyList<LabelRequirement> Read()
    {
        List<LabelRequirement> requirements = [];
        while (!IsAtEnd)
        {
            if (!IsWord && Text != "!")
            {
                throw Failure($"found '{Text}', expected: !, identifier, or 'end of string'");
            }

            requirements.Add(ReadRequirement());
            if (IsAtEnd)
            {
                break;
            }

            if (Take() is not "," and var found)
            {
                throw Failure($"found '{found}', expected: ',' or 'end of string'");
            }

            if (!IsWord && Text != "!")
            {
                throw Failure($"found '{Text}', expected: identifier after ','");
            }
        }

        return requirements;
    }

    private static bool IsBlank(char c) => c is ' ' or '\t' or '\r' or '\n';

    private static bool IsSymbol(char c) => c is '=' or '!' or '(' or ')' or ',' or '>' or '<';

    private static SecretsKitException Failure(string message) => new(ErrorCode.Usage, message);

    private static SecretsKitException Requirement(string problem) => Failure("unable to parse requirement: " + problem);

    private LabelRequirement ReadRequirement()
    {
        var isNot = Text == "!";
        _at += isNot ? 1 : 0;
        if (!IsWord)
        {
            throw Requirement($"found '{Text}', expected: identifier");
        }

        var key = Take();
        return isNot ? new(key, LabelOperator.DoesNotExist, [])
            : IsAtEnd || Text == "," ? new(key, LabelOperator.Exists, [])
            : ReadComparison(key);
    }

    private LabelRequirement ReadComparison(string key) => Take() switch
    {
        "in" => new(key, LabelOperator.In, ReadValues()),
        "notin" => new(key, LabelOperator.NotIn, ReadValues()),
        "=" or "==" => new(key, LabelOperator.In, [ReadValue()]),
        "!=" => new(key, LabelOperator.NotIn, [ReadValue()]),
        ">" => new(key, LabelOperator.GreaterThan, [ReadNumber()]),
        "<" => new(key, LabelOperator.LessThan, [ReadNumber()]),
        var found => throw Requirement($"found '{found}', expected: {Operators}"),
    };

    private string ReadNumber()
    {
        var text = ReadValue();
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
            ? text
            : throw Requirement("for 'Gt', 'Lt' operators, the value must be an integer");
    }

    private string ReadValue()
    {
        if (IsAtEnd || Text == ",")
        {
            return "";
        }

        return IsWord ? Take() : throw Requirement($"found '{Text}', expected: identifier");
    }

    private List<string> ReadValues()
    {
        if (Text != "(")
        {
            throw Requirement($"found '{Text}' expected: '('");
        }

        _at++;
        if (!IsWord && Text is not ("," or ")"))
        {
            throw Requirement($"found '{Text}', expected: ',', ')' or identifier");
        }

        // Between two commas, and between a comma and a bracket, is the empty value.
        List<string> values = [];
        if (Text == ")")
        {
            throw Requirement("for 'in', 'notin' operators, values set can't be empty");
        }

        while (true)
        {
            values.Add(IsWord ? Take() : "");
            switch (Text)
            {
                case ",":
                    _at++;
                    break;
                case ")":
                    _at++;
                    return values;
                default:
                    throw Requirement($"found '{Text}', expected: ',' or ')'");
            }
        }
    }

    private string Take()
    {
        var text = Text;
        _at++;
        return text;
    }
}
