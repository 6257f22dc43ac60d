using System.Globalization;
using System.Text;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Testing;

namespace SecretsKit.Goldens.Text;

public sealed class StrconvGoldens
{
    public static IEnumerable<TheoryDataRow<string>> Floats => Rows("FormatFloat");

    public static IEnumerable<TheoryDataRow<string>> Parsed => Rows("Parse");

    public static IEnumerable<TheoryDataRow<string>> Quoted => Rows("Quote");

    [Theory]
    [MemberData(nameof(Floats))]
    public void Floats_are_written_as_go_writes_them(string name)
    {
        var row = GoTextData.Read(name);
        var value = BitConverter.Int64BitsToDouble(long.Parse(row.Text("bits")!, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        foreach (var column in row.EnumerateObject())
        {
            var format = column.Name switch
            {
                "bits" or "of" or "jsonError" => null,
                "v" => GoFloatFormat.Sprint,
                "json" => GoFloatFormat.Json,
                "yaml" => GoFloatFormat.Yaml,
                "k8syaml" => GoFloatFormat.KubernetesYaml,
                var verb => (GoFloatFormat?)GoFloatFormat.Verb(verb[0], int.Parse(verb[1..], CultureInfo.InvariantCulture)),
            };
            if (format is not null)
            {
                Assert.Equal($"{column.Name} {column.Value.GetString()}", $"{column.Name} {GoFloat.Format(value, format.Value)}");
            }
        }

        if (row.Text("jsonError") is { } error)
        {
            Assert.Equal(error, Assert.Throws<SecretsKitException>(() => GoFloat.Format(value, GoFloatFormat.Json)).Message);
        }
    }

    [Theory]
    [MemberData(nameof(Parsed))]
    public void Numbers_are_read_as_go_reads_them(string name)
    {
        var row = GoTextData.Read(name);
        var text = row.GetProperty("text").Bytes();
        var actual = new Dictionary<string, string>();
        Add("atoi", "Atoi", GoNumber.Atoi(text, out var number), number.ToString(CultureInfo.InvariantCulture));
        Add("int10", "ParseInt", GoNumber.ParseInt(text, 10, out number), number.ToString(CultureInfo.InvariantCulture));
        Add("int0", "ParseInt", GoNumber.ParseInt(text, 0, out number), number.ToString(CultureInfo.InvariantCulture));
        Add("uint0", "ParseUint", GoNumber.ParseUint(text, 0, out var natural), natural.ToString(CultureInfo.InvariantCulture));
        Add("float", "ParseFloat", GoNumber.ParseFloat(text, out var real), GoFloat.Format(real, GoFloatFormat.Sprint));
        Add("bool", "ParseBool", GoNumber.ParseBool(text, out var truth), truth ? "true" : "false");
        foreach (var column in row.EnumerateObject().Where(c => c.Name is not ("of" or "text")))
        {
            Assert.True(actual.Remove(column.Name, out var value), $"{column.Name} is missing");
            Assert.Equal($"{column.Name} {column.Value.GetString()}", $"{column.Name} {value}");
        }

        Assert.Empty(actual);

        void Add(string column, string function, GoNumberError error, string value)
        {
            actual[column] = value;
            if (error != GoNumberError.None)
            {
                actual[column + "Error"] = GoNumber.Describe(function, text, error);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Quoted))]
    public void Text_is_quoted_as_go_quotes_it(string name)
    {
        var row = GoTextData.Read(name);
        var text = row.GetProperty("text").Bytes();
        foreach (var column in row.EnumerateObject())
        {
            GoQuoteStyle? style = column.Name switch
            {
                "quote" or "q" => GoQuoteStyle.Quote,
                "ascii" or "plusq" => GoQuoteStyle.Ascii,
                "hashq" => GoQuoteStyle.Backquote,
                "x" => GoQuoteStyle.Hex,
                "spacex" => GoQuoteStyle.SpacedUpperHex,
                "json" => GoQuoteStyle.Json,
                "of" or "text" => null,
                _ => throw new InvalidDataException(column.Name),
            };
            if (style is not null)
            {
                Assert.Equal(Encoding.UTF8.GetString(column.Value.Bytes()), GoQuote.Format(text, style.Value));
            }
        }
    }

    private static IEnumerable<TheoryDataRow<string>> Rows(string of) => GoTextData.Rows("strconv.jsonl", row => row.Text("of") == of);
}
