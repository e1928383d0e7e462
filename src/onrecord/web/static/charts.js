// A chart's picture as PNG, made in this browser from its SVG. Without script the SVG can be taken all the same.
"use strict";
for (const link of document.querySelectorAll("[data-png]")) {
  link.addEventListener("click", async (event) => {
    event.preventDefault();
    const told = document.querySelector("#told");
    try {
      const answer = await fetch(link.href);
      if (!answer.ok) throw new Error(answer.statusText);
      const name = /filename="([^"]+)\.svg"/.exec(answer.headers.get("content-disposition") || "")?.[1] || "chart";
      const picture = new Image();
      picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(await answer.text())}`;
      await picture.decode();
      const canvas = document.createElement("canvas");
      const scale = Math.min(2, 16000 / picture.height); // no browser draws a taller one
      canvas.width = picture.width * scale;
      canvas.height = picture.height * scale;
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      const taken = document.createElement("a");
      taken.href = canvas.toDataURL("image/png");
      taken.download = `${name}.png`;
      taken.click();
      told.textContent = gettext("The picture is in your downloads.");
    } catch {
      told.textContent = gettext("The picture could not be made here: take the SVG.");
    }
  });
}
