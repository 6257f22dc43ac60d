using SecretsKit.Charts.Values;

namespace SecretsKit.Charts.UnitTesting.Requests;

/// <summary>What unit tests need of the program around them.</summary>
public interface IUnitTestHost
{
    /// <summary>Reads a values file. An encrypted one is decrypted in memory; from then on <see cref="Mask"/> knows its values.</summary>
    /// <param name="path">Relative to the working directory, or absolute.</param>
    /// <param name="ct">Ends waiting for key services.</param>
    /// <exception cref="Core.Errors.SecretsKitException">It is missing or does not decrypt.</exception>
    Task<ValuesFile> ReadValuesAsync(string path, CancellationToken ct);

    /// <summary>Runs a program that changes what was rendered.</summary>
    /// <param name="program">A path, or a name that is looked for on PATH.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="manifests">Its standard input.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>Its standard output.</returns>
    /// <exception cref="Core.Errors.SecretsKitException">There is no such program, or it fails.</exception>
    Task<byte[]> PostRenderAsync(
        string program, IReadOnlyList<string> arguments, ReadOnlyMemory<byte> manifests, CancellationToken ct);

    /// <summary>Clears a text of what was decrypted: for what is stored in files.</summary>
    string Mask(string text);

    /// <summary>Gets a rendered file, where that is wanted.</summary>
    /// <param name="path">The template's.</param>
    /// <param name="content">What it rendered to.</param>
    void Rendered(string path, ReadOnlyMemory<byte> content);

    /// <summary>Gets a warning for people.</summary>
    void Warn(string message);
}
