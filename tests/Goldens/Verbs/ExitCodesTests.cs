using SecretsKit.Cli.Dialects;
using SecretsKit.Core.Errors;

namespace SecretsKit.Goldens.Verbs;

/// <summary>The one map of exit codes is total, and says what is published.</summary>
public sealed class ExitCodesTests
{
    private static readonly string[] Words = ["", "encrypt", "decrypt", "edit", "enc", "dec", "view"];

    [Fact]
    public void Every_error_has_a_code_in_every_dialect()
    {
        foreach (var dialect in Enum.GetValues<Dialect>())
        {
            foreach (var code in Enum.GetValues<ErrorCode>())
            {
                foreach (var verb in Words)
                {
                    Assert.InRange(ExitCodes.For(dialect, verb, code), 0, 255);
                }
            }
        }
    }

    [Fact]
    public void Only_an_edit_without_changes_is_no_failure_and_only_with_us()
    {
        foreach (var dialect in Enum.GetValues<Dialect>())
        {
            foreach (var code in Enum.GetValues<ErrorCode>())
            {
                Assert.Equal(dialect == Dialect.SecretsKit && code == ErrorCode.Unmodified, ExitCodes.For(dialect, "edit", code) == 0);
            }
        }
    }

    [Theory]
    [InlineData(ErrorCode.Usage, 64), InlineData(ErrorCode.ConflictingOptions, 64), InlineData(ErrorCode.NoInput, 64)]
    [InlineData(ErrorCode.Cancelled, 130), InlineData(ErrorCode.MacMismatch, 1), InlineData(ErrorCode.FileNotFound, 1), InlineData(
        ErrorCode.KeyUnrecoverable, 1)]
    public void Our_own_verbs_have_few_codes(ErrorCode code, int exit) =>
        Assert.Equal(exit, ExitCodes.For(Dialect.SecretsKit, "view", code));

    [Theory]
    [InlineData(ErrorCode.MacMismatch, 51), InlineData(ErrorCode.KeyUnrecoverable, 128), InlineData(ErrorCode.Unmodified, 200), InlineData(
        ErrorCode.AlreadyEncrypted, 203)]
    public void Sops_keeps_its_published_codes_and_helm_secrets_has_them_for_edit_alone(ErrorCode code, int exit)
    {
        Assert.Equal(exit, ExitCodes.For(Dialect.Sops, "edit", code));
        Assert.Equal(exit, ExitCodes.For(Dialect.HelmSecrets, "edit", code));
        Assert.Equal(1, ExitCodes.For(Dialect.HelmSecrets, "decrypt", code));
    }
}
