using System.Globalization;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Cli.Operations;

/// <summary>Shows people how key groups change.</summary>
internal static class KeyGroupReport
{
    /// <summary>One group after the other, counted from 1: what stays, what comes, what goes.</summary>
    public static void Print(TerminalOutput terminal, IReadOnlyList<KeyGroupDifference> differences)
    {
        for (var number = 0; number < differences.Count; number++)
        {
            terminal.Print(string.Create(CultureInfo.InvariantCulture, $"Group {number + 1}"), TextStyle.Strong);
            Print(terminal, "    ", differences[number].Common, TextStyle.Plain);
            Print(terminal, "+++ ", differences[number].Added, TextStyle.Good);
            Print(terminal, "--- ", differences[number].Removed, TextStyle.Bad);
        }
    }

    private static void Print(TerminalOutput terminal, string prefix, IReadOnlyList<MasterKey> keys, TextStyle style)
    {
        foreach (var key in keys)
        {
            terminal.Print(prefix + key.Id, style);
        }
    }
}
