using System.CommandLine;
using SecretsKit.Cli.Framework;

namespace SecretsKit.Cli.Verbs;

/// <summary>The words of <c>exec-file</c>.</summary>
internal static class ExecFileVerb
{
    private static readonly VerbText Help = new(
        "exec-file [options] FILE -- COMMAND [ARGUMENT...]",
        "Runs a command that reads the plaintext of an encrypted file by its path, which replaces {} in the command. No file " +
        "holds the plaintext: "
        + "the path is a named pipe that gives everything to each reader, one after the other. For programs that must search back and " +
            "forth in it, "
        + "--no-fifo makes a file in memory, which is wiped when the command has ended, whatever ended it. Only you can read either. " +
            "SOPS_AGE_KEY is not handed on.",
        ("secretskit exec-file secrets.yaml -- helm upgrade orders ./chart -f {}", "a values file for one command"),
        (
            "secretskit exec-file --no-fifo --filename a.json s.json -- ./server {}",
            "for a program that looks at the name, and reads it twice"),
        ("secretskit exec-file secrets.yaml 'yq .database {} | ./seed'", "a line for the shell"));

    /// <summary>The verb.</summary>
    public static VerbCommand Create(VerbContext context)
    {
        var (file, command) = (VerbOptions.File("Encrypted file."), ExecWords.Command());
        var noFifo = VerbOptions.Switch("--no-fifo", "Use a file in memory instead of a named pipe.");
        var disk = VerbOptions.Switch(
            "--allow-disk", "With --no-fifo, where there is no memory-backed folder: let the plaintext lie in the temporary folder.");
        var name = VerbOptions.Text(
            "--filename", "NAME", "Name of the file that the command sees, if not 'plaintext' with the ending of FILE.");
        var (user, input, output) = (
            ExecWords.User(),
            VerbOptions.InputType(),
            VerbOptions.Text(
                "--output-type", "TYPE", "Format for the command, if not that of the file: yaml, json, dotenv, ini or binary."));
        VerbOptions.AcceptFormats(output);
        var ignoreMac = VerbOptions.Switch("--ignore-mac", "Decrypt even if the file was changed without its key.");
        return new(
            new Command("exec-file") { file, command, noFifo, disk, name, user, input, output, ignoreMac },
            Help,
            (parsed, ct) => new ExecFileHandler(context).RunAsync(
                new ExecFileRequest(parsed.GetRequiredValue(file), ExecWords.Read(parsed, command, "exec-file"))
                {
                    AsPipe = !parsed.GetValue(noFifo) && !OperatingSystem.IsWindows(),
                    AllowDisk = parsed.GetValue(disk),
                    Name = parsed.GetValue(name),
                    User = parsed.GetValue(user),
                    InputType = parsed.GetValue(input),
                    OutputType = parsed.GetValue(output),
                    IgnoreMac = parsed.GetValue(ignoreMac),
                },
                ct));
    }
}
