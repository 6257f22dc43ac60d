using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope.Selection;
using SecretsKit.Core.Errors;

namespace SecretsKit.Tests.Envelope.Selection;

/// <summary>Which leaves are encrypted. In the expectations a leaf that is encrypted is as <c>ENC</c>.</summary>
public sealed class ValueSelectionTests
{
    private static readonly SelectionFields MarkedOnly = new() { EncryptedCommentRegex = "sops:enc" };
    private static readonly SelectionFields UnlessMarked = new() { UnencryptedCommentRegex = "plain" };

    public static TheoryData<string, string, string> ByKey => new()
    {
        { "", "a: 1\nb_unencrypted: 2\nc_unencrypted:\n    d: 3\n", "a: ENC\nb_unencrypted: 2\nc_unencrypted:\n    d: 3\n" },
        { "", "x_unencrypted:\n    # c\n    y: [1]\n", "x_unencrypted:\n    # c\n    \"y\":\n        - 1\n" },
        { "unencrypted_suffix=_p", "a_p: 1\na_unencrypted: 2\n", "a_p: 1\na_unencrypted: ENC\n" },
        { "encrypted_suffix=_s", "a: 1\nb_s:\n    c: 2\nd: [3]\n", "a: 1\nb_s:\n    c: ENC\nd:\n    - 3\n" },
        { "encrypted_suffix=_s", "_s_a: 1\na_s_b: 2\n_s: 3\n", "_s_a: 1\na_s_b: 2\n_s: ENC\n" },
        { "unencrypted_suffix=_p", "_p_a: 1\na_p_b: 2\n_p: 3\n", "_p_a: ENC\na_p_b: ENC\n_p: 3\n" },
        { "encrypted_regex=^data$", "# top\ndata:\n    # in\n    a: 1\nmetadata: 2\n",
            "# top\ndata:\n    #ENC\n    a: ENC\nmetadata: 2\n" },
        { "encrypted_regex=^(?i)DATA$", "data: 1\nx:\n    Data: 2\n", "data: ENC\nx:\n    Data: ENC\n" },
        { "encrypted_regex=a:b", "a:\n    b: 1\n", "a:\n    b: 1\n" },
        { "unencrypted_regex=^kind$", "kind: 1\na:\n    kind: 2\n    b: 3\n", "kind: 1\na:\n    kind: 2\n    b: ENC\n" },
        { "encrypted_regex=([a", "a: 1\n", "a: 1\n" },
        { "unencrypted_regex=([a", "a: 1\n", "a: ENC\n" },

        // A key that matches below one that matches ends its own reach and not the outer one's.
        { "encrypted_regex=^password$", "password:\n    password: a\n    other: b\nc: d\n",
            "password:\n    password: ENC\n    other: ENC\nc: d\n" },
        { "encrypted_suffix=_s", "a_s:\n    - b_s: 1\n      c: 2\nd: 3\n", "a_s:\n    - b_s: ENC\n      c: ENC\nd: 3\n" },
        { "unencrypted_regex=^kind$", "kind:\n    kind: a\n    other: b\nc: d\n", "kind:\n    kind: a\n    other: b\nc: ENC\n" },
    };

    public static TheoryData<string, string> ByMarkingComment => new()
    {
        { "# sops:enc\na: 1\nb: 2\n", "# sops:enc\na: ENC\nb: 2\n" },
        { "a: 1 # sops:enc\nb: 2\n", "a: ENC # sops:enc\nb: 2\n" },
        { "# sops:enc\na:\n    b: 1\n    # c\n    d: 2\ne: 3\n", "# sops:enc\na:\n    b: ENC\n    #ENC\n    d: ENC\ne: 3\n" },
        { "# sops:enc\n# second\na: 1\n", "# sops:enc\n#ENC\na: ENC\n" },
        { "# sops:enc\na: null\nb: 1\n", "# sops:enc\na: null\nb: 1\n" },
        { "l:\n    # sops:enc\n    - a\n    - b\n", "l:\n    # sops:enc\n    - ENC\n    - b\n" },
        { "l:\n    # sops:enc\n    # second\n    - a\n    - b\n", "l:\n    # sops:enc\n    - ENC\n    - ENC\n    - b\n" },

        // A comment behind the last item of a map or list ends with it.
        { "a:\n    b: 1\n    # sops:enc\nc: 2\n", "a:\n    b: 1\n    # sops:enc\nc: 2\n" },
        { "l:\n    - a\n    # sops:enc\nc: 2\n", "l:\n    - a\n    # sops:enc\nc: 2\n" },
        { "l:\n    - - a\n      # sops:enc\n    - b\nc: 2\n", "l:\n    - - a\n      # sops:enc\n    - b\nc: 2\n" },

        // Nor does a map or list below a comment end the comment's reach over what follows in the same value.
        { "# sops:enc\na:\n    b:\n        c: 1\n    d: 2\ne: 3\n", "# sops:enc\na:\n    b:\n        c: ENC\n    d: ENC\ne: 3\n" },
    };

    public static TheoryData<string, string> ByOpenComment => new()
    {
        { "# plain\na: 1\nb: 2\n", "# plain\na: 1\nb: ENC\n" },
        { "# c\na: 1\n", "#ENC\na: ENC\n" },
        { "# plain\na:\n    # c\n    b: 1\n", "# plain\na:\n    # c\n    b: 1\n" },
        { "a:\n    b: 1\n    # plain\nc: 2\n", "a:\n    b: ENC\n    # plain\nc: ENC\n" },
        { "l:\n    - a\n    # plain\nc: 2\n", "l:\n    - ENC\n    # plain\nc: ENC\n" },
    };

    [Theory, MemberData(nameof(ByKey))]
    public void Keys_select(string field, string plain, string expected) => Check(Fields(field), plain, expected);

    [Theory, MemberData(nameof(ByMarkingComment))]
    public void Comments_select(string plain, string expected) => Check(MarkedOnly, plain, expected);

    [Theory, MemberData(nameof(ByOpenComment))]
    public void Comments_spare(string plain, string expected) => Check(UnlessMarked, plain, expected);

    [Theory]
    [InlineData("encrypted_regex=([a", true)]
    [InlineData("encrypted_regex=a", false)]
    [InlineData("encrypted_suffix=([a", false)]
    public void An_expression_that_does_not_compile_is_told(string field, bool invalid) =>
        Assert.Equal(invalid, ValueSelector.Create(Fields(field)).InvalidPattern is not null);

    [Fact]
    public void Two_fields_are_refused_in_the_words_of_each_place()
    {
        var two = new SelectionFields { EncryptedRegex = "a", UnencryptedSuffix = "b" };
        const string Names = "encrypted_suffix, unencrypted_suffix, encrypted_regex, unencrypted_regex, encrypted_comment_regex, or " +
            "unencrypted_comment_regex";
        var onCommandLine = Assert.Throws<SecretsKitException>(two.CheckCommandLine);
        Assert.Equal(
            (ErrorCode.ConflictingOptions, $"Error: cannot use more than one of {Names} in the same file"),
            (onCommandLine.Code, onCommandLine.Message));
        var inFile = Assert.Throws<SecretsKitException>(() => ValueSelector.Create(two));
        Assert.Equal((ErrorCode.MalformedMetadata, $"Cannot use more than one of {Names} in the same file"), (inFile.Code, inFile.Message));
    }

    [Fact]
    public void Flags_go_before_rules_field_by_field()
    {
        var flags = new SelectionFields { EncryptedRegex = "flag" };
        Assert.Equal("flag", flags.Or(new() { EncryptedRegex = "rule" }).EncryptedRegex);
        Assert.Equal(2, flags.Or(new() { EncryptedSuffix = "rule" }).Count);
        Assert.Equal(SelectionFields.Default, SelectionFields.None.OrDefault());
    }

    private static SelectionFields Fields(string field) => field.Split('=') switch
    {
        ["unencrypted_suffix", var text] => new() { UnencryptedSuffix = text },
        ["encrypted_suffix", var text] => new() { EncryptedSuffix = text },
        ["unencrypted_regex", var text] => new() { UnencryptedRegex = text },
        ["encrypted_regex", var text] => new() { EncryptedRegex = text },
        _ => SelectionFields.Default,
    };

    private static void Check(SelectionFields fields, string plain, string expected)
    {
        var encrypted = Sample.Encrypt(plain, DocumentFormat.Yaml, fields);
        Assert.Equal(expected, Masked(encrypted[..encrypted.IndexOf("sops:\n", StringComparison.Ordinal)]));
        Assert.Equal(Unmarked(plain), Unmarked(Sample.Decrypt(encrypted, DocumentFormat.Yaml)));

        // Flow lists become block lists, and a comment on a value's line moves above it when it was encrypted.
        static string Unmarked(string text) =>
            text.Replace("y: [1]", "\"y\":\n        - 1", StringComparison.Ordinal).Replace("[3]", "\n    - 3", StringComparison.Ordinal)
            .Replace("d: \n", "d:\n", StringComparison.Ordinal);
    }

    private static string Masked(string text)
    {
        while (text.IndexOf("ENC[", StringComparison.Ordinal) is >= 0 and var start)
        {
            text = text[..(start + 3)] + text[(text.IndexOf(']', start) + 1)..];
        }

        return text;
    }
}
