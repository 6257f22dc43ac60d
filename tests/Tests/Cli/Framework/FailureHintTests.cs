using SecretsKit.Cli.Framework;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Envelope.Recovery;

namespace SecretsKit.Tests.Cli.Framework;

/// <summary>Hints about keys follow from causes: the sentences here say nothing, and no hint is lost.</summary>
public sealed class FailureHintTests
{
    private static readonly AgeMasterKey Age = new("age1a");
    private static readonly PgpMasterKey Pgp = new("AB12");

    public static TheoryData<KeyWrapCause, string> Hints => new()
    {
        { new(KeyWrapFault.Refused, Age), "check the recipients in .sops.yaml or on the command line" },
        { new(KeyWrapFault.InvalidKey, Age), "check the recipients in .sops.yaml or on the command line" },
        { new(KeyWrapFault.Unavailable, Age), "make sure that what holds the key can be reached from here, and try again" },
        { new(KeyWrapFault.Unavailable, Pgp), "install gpg, or name the program in SOPS_GPG_EXEC, and try again" },
        {
            new(KeyWrapFault.Refused, Pgp),
            "'gpg --list-keys' shows the public keys that gpg has; recipients are their fingerprints, of 40 digits and letters"
        },
        { new(KeyWrapFault.Threshold), "choose a threshold from 2 to the number of key groups" },
        { new(KeyWrapFault.EmptyGroup), "put at least one key into each key group" },
    };

    [Theory, MemberData(nameof(Hints))]
    public void The_cause_decides(KeyWrapCause cause, string hint) =>
        Assert.Equal(hint, FailureReport.NextStep(new DataKeyWrapException([new(cause, "reworded")]), "f.yaml"));

    [Fact]
    public void The_first_cause_counts_and_what_a_key_service_advises_comes_before_it()
    {
        KeyWrapFailure[] failures =
        [
            new(new(KeyWrapFault.Unavailable, Pgp), "one"), new(new(KeyWrapFault.Unavailable, Age), "two", "install the plugin"),
        ];
        Assert.Equal("install the plugin", FailureReport.NextStep(new DataKeyWrapException(failures), "f.yaml"));
        Assert.Equal(
            "install gpg, or name the program in SOPS_GPG_EXEC, and try again",
            FailureReport.NextStep(new DataKeyWrapException([failures[0], new(new(KeyWrapFault.Refused, Age), "two")]), "f.yaml"));
    }
}
