using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Envelope.Recovery;

namespace SecretsKit.Tests.Envelope.Recovery;

public sealed class RecoveryReportTests
{
    // Printed by the reference, as its golden transcripts have it.
    private const string NoMatch =
        "failed to create reader for decrypting sops data key with age: identity did not match any of the recipients: incorrect "
        + "identity for recipient block. Did not find keys in locations 'SOPS_AGE_SSH_PRIVATE_KEY_FILE', 'SOPS_AGE_SSH_PRIVATE_KEY_CMD', "
        + "'/h/.ssh/id_ed25519', '/h/.ssh/id_rsa', 'SOPS_AGE_KEY_FILE', and 'SOPS_AGE_KEY_CMD'.";

    private const string NoMatchLines = """
            - | failed to create reader for decrypting sops data key with
              | age: identity did not match any of the recipients: incorrect
              | identity for recipient block. Did not find keys in locations
              | 'SOPS_AGE_SSH_PRIVATE_KEY_FILE',
              | 'SOPS_AGE_SSH_PRIVATE_KEY_CMD', '/h/.ssh/id_ed25519',
              | '/h/.ssh/id_rsa', 'SOPS_AGE_KEY_FILE', and
              | 'SOPS_AGE_KEY_CMD'.
        """;

    [Fact]
    public void A_quorum_that_was_missed_is_explained()
    {
        var failure = new DataKeyUnrecoverableException(2, [Failed("age1a", NoMatch), new(true, []), Failed("age1b", NoMatch)]);
        Assert.Equal(
            $"""
            Failed to get the data key required to decrypt the SOPS file.

            Group 0: FAILED
              age1a: FAILED
            {NoMatchLines}

            Group 1: SUCCESS

            Group 2: FAILED
              age1b: FAILED
            {NoMatchLines}

            Recovery failed because the file was encrypted with a Shamir threshold of
            2, but only 1 part(s) were successfully recovered, one for each successful
            key group. In order for SOPS to recover the file, at least 2 groups have to
            be successful. In order for a group to be successful, decryption has to
            succeed with any of the keys in that key group.
            """,
            RecoveryReport.Render(failure));
    }

    [Fact]
    public void Keys_of_a_group_are_set_apart_by_a_line_of_blanks()
    {
        var failure = new DataKeyUnrecoverableException(0, [new(false, [.. Failed("age1a", NoMatch)
            .Keys, .. Failed("age1b", NoMatch)
            .Keys])]);
        Assert.Contains(
            $"{NoMatchLines}\n  \n  age1b: FAILED\n{NoMatchLines}\n\nRecovery failed because no master key",
            RecoveryReport.Render(failure),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_nobody_was_asked_about_has_no_cause()
    {
        var failure = new DataKeyUnrecoverableException(0, [new(false, [new(new AgeMasterKey("age1a"), [])])]);
        Assert.Equal(
            """
            Failed to get the data key required to decrypt the SOPS file.

            Group 0: FAILED
              age1a: FAILED


            Recovery failed because no master key was able to decrypt the file. In
            order for SOPS to recover the file, at least one key has to be successful,
            but none were.
            """,
            RecoveryReport.Render(failure));
    }

    [Fact]
    public void A_long_word_stands_alone_and_line_breaks_stay()
    {
        var word = new string('x', 70);
        var failure = new DataKeyUnrecoverableException(0, [Failed("k", $"a {word} b\nlast")]);
        Assert.Contains($"    - | a\n      | {word}\n      | b\n      | last\n", RecoveryReport.Render(failure), StringComparison.Ordinal);
    }

    private static GroupAttempts Failed(string recipient, string detail)
    {
        var key = new AgeMasterKey(recipient);
        return new(false, [new(key, [new(key, UnwrapOutcome.NoMatch, detail)])]);
    }
}
