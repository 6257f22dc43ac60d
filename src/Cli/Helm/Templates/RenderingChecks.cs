using System.Text;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Releases;
using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Processes;

namespace SecretsKit.Cli.Helm.Templates;

/// <summary>
/// What <c>--policy</c> and <c>--scan-images</c> have other programs say of a rendering before it is printed: a policy gets it on its
/// standard input, a scanner is run once for each image. A program objects by ending with anything but 0.
/// </summary>
internal sealed class RenderingChecks(HelmSession session, ParsedFlags flags)
{
    private const string ImagePlace = "{}";

    /// <summary>Runs all programs, and shows what those that object say, cleared of secrets.</summary>
    /// <param name="release">What was rendered.</param>
    /// <param name="ct">Ends them.</param>
    /// <exception cref="ChartException">Programs object: which, and to which images.</exception>
    /// <exception cref="SecretsKitException">
    /// There is no such program, or a post-renderer would change afterwards what was checked (<see cref="ErrorCode.Usage"/>).
    /// </exception>
    public async Task RequireAsync(RenderedRelease release, CancellationToken ct)
    {
        var (policies, scanners) = (flags.List(HelmFlags.Policy), flags.List(HelmFlags.ScanImages));
        if (policies.Count + scanners.Count == 0)
        {
            return;
        }

        if (session.Generation == HelmGeneration.V3 && flags.IsGiven(HelmFlags.PostRenderer))
        {
            throw new SecretsKitException(ErrorCode.Usage, "--post-renderer would change what --policy and --scan-images have checked")
            {
                Hint = "leave one of them out, or pipe what is printed into the programs",
            };
        }

        var objections = new List<string>();
        var text = policies.Count == 0 ? default : new ManifestPrinter(session, flags).Text(release.Rendering);
        foreach (var policy in policies)
        {
            objections.AddRange(await ObjectionAsync(policy, Words(policy), text, ct));
        }

        var images = scanners.Count == 0 ? [] : SummaryPrinter.Of(release, flags).Images;
        foreach (var (scanner, image) in scanners.SelectMany(scanner => images.Select(image => (scanner, image))))
        {
            objections.AddRange(await ObjectionAsync($"{image}: {scanner}", ImageWords(scanner, image), default, ct));
        }

        if (objections.Count > 0)
        {
            throw new ChartException($"the rendering is refused by {string.Join("; ", objections)}")
            {
                Hint = "what the programs say is above",
            };
        }
    }

    private async Task<IEnumerable<string>> ObjectionAsync(
        string title, IReadOnlyList<string> words, ReadOnlyMemory<byte> input, CancellationToken ct)
    {
        try
        {
            using var result = await new ProcessRunner().RunAsync(
                new()
                {
                    Program = words[0],
                    Arguments = [.. words.Skip(1)],
                    Environment = session.Host.Environment,
                    Input = input,
                },
                ct);
            if (result.Succeeded)
            {
                return [];
            }

            foreach (var text in (ReadOnlyMemory<byte>[])[result.Output, result.Error])
            {
                Tell(text);
            }

            return [$"{title} ({result.Describe()})"];
        }
        catch (ProcessStartException failure)
        {
            throw new SecretsKitException(ErrorCode.Usage, $"{failure.Message}: nothing was checked", failure)
            {
                Hint = "install the program, or write its path",
            };
        }
    }

    private void Tell(ReadOnlyMemory<byte> text)
    {
        if (Encoding.UTF8.GetString(text.Span).TrimEnd() is { Length: > 0 } lines)
        {
            session.Host.WriteErrorLine(lines);
        }
    }

    private static IReadOnlyList<string> Words(string command) => WordSplitter.Split(command) is { Count: > 0 } words
        ? words
        : throw new SecretsKitException(ErrorCode.Usage, "--policy and --scan-images take the words of a command")
        {
            Hint = "as --policy 'conftest test -', --scan-images 'trivy image --exit-code 1'",
        };

    private static IReadOnlyList<string> ImageWords(string command, string image)
    {
        var words = Words(command);
        return words.Skip(1).Any(word => word.Contains(ImagePlace, StringComparison.Ordinal))
            ? [words[0], .. words.Skip(1).Select(word => word.Replace(ImagePlace, image, StringComparison.Ordinal))]
            : [.. words, image];
    }
}
