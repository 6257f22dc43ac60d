using SecretsKit.Core.Envelope.Selection;

namespace SecretsKit.Tests.Envelope.Selection;

/// <summary>Whether one selection encrypts for certain all that another one encrypts.</summary>
public sealed class SelectionCoverTests
{
    [Theory]
    [InlineData("", "", true)]
    [InlineData("", "us _x", true)]
    [InlineData("us _x", "", false)]
    [InlineData("us _x", "us _x", true)]
    [InlineData("us _y_x", "us _x", true)]
    [InlineData("us _x", "us _y_x", false)]
    [InlineData("es _x", "es _y_x", true)]
    [InlineData("es _y_x", "es _x", false)]
    [InlineData("es _x", "us _x", false)]
    [InlineData("er ^a$", "er ^a$", true)]
    [InlineData("er ^(a|b)$", "er ^a$", false)]
    [InlineData("er ^a$", "er ^(a|b)$", false)]
    [InlineData("er ^a$", "ur ^a$", false)]
    [InlineData("ur ^a$", "us _x", false)]
    [InlineData("ec a", "ec a", true)]
    [InlineData("ec a", "uc a", false)]
    public void Only_what_is_certain_counts(string selection, string other, bool covers) =>
        Assert.Equal(covers, Fields(selection).Covers(Fields(other)));

    private static SelectionFields Fields(string text) => text.Split(' ') switch
    {
        ["us", var value] => new() { UnencryptedSuffix = value },
        ["es", var value] => new() { EncryptedSuffix = value },
        ["ur", var value] => new() { UnencryptedRegex = value },
        ["er", var value] => new() { EncryptedRegex = value },
        ["uc", var value] => new() { UnencryptedCommentRegex = value },
        ["ec", var value] => new() { EncryptedCommentRegex = value },
        _ => SelectionFields.None,
    };
}
